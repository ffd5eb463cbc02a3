package dev.darkstore.chaos.clock;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Java agent that redirects clock calls of Kafka and the services to {@link ShiftedClock}. {@link
 * System#nanoTime()} is unchanged, since setting a clock does not affect it.
 */
public final class ClockAgent implements ClassFileTransformer {
  private static final List<String> SHIFTED =
      List.of("org/apache/kafka/", "kafka/", "dev/darkstore/");
  private static final String NOT_SHIFTED = "dev/darkstore/chaos/";
  private static final String CLOCK = ShiftedClock.class.getName().replace('.', '/');
  private static final byte[] MILLIS = "currentTimeMillis".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] INSTANT = "java/time/Instant".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] UTC = "systemUTC".getBytes(StandardCharsets.US_ASCII);

  private ClockAgent() {}

  /**
   * Starts the agent.
   *
   * @param clockFile file with the offset in milliseconds
   */
  public static void premain(String clockFile, Instrumentation instrumentation) {
    ShiftedClock.follow(Path.of(clockFile));
    instrumentation.addTransformer(new ClockAgent());
  }

  /** Writes the jar of the agent: a manifest only, since the classes are on the class path. */
  public static void writeJar(Path file) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", ClockAgent.class.getName());
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      jar.finish();
    } catch (IOException e) {
      throw new UncheckedIOException("the clock agent cannot be written", e);
    }
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    return name == null || !isShifted(name) || !readsClock(classFile) ? null : shifted(classFile);
  }

  private static boolean isShifted(String name) {
    return !name.startsWith(NOT_SHIFTED) && SHIFTED.stream().anyMatch(name::startsWith);
  }

  private static boolean readsClock(byte[] classFile) {
    return contains(classFile, MILLIS) || contains(classFile, INSTANT) || contains(classFile, UTC);
  }

  private static boolean contains(byte[] bytes, byte[] wanted) {
    for (int at = 0; at <= bytes.length - wanted.length; at++) {
      if (bytes[at] == wanted[0]
          && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] shifted(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            return new Redirected(
                super.visitMethod(access, name, descriptor, signature, exceptions));
          }
        },
        0);
    return writer.toByteArray();
  }

  /** Method with its calls of the machine's clock replaced. */
  private static final class Redirected extends MethodVisitor {
    Redirected(MethodVisitor original) {
      super(Opcodes.ASM9, original);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      boolean isClock = opcode == Opcodes.INVOKESTATIC && isClock(owner, name, descriptor);
      super.visitMethodInsn(opcode, isClock ? CLOCK : owner, name, descriptor, isInterface);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      Object[] redirected =
          Arrays.stream(arguments)
              .map(argument -> argument instanceof Handle handle ? redirected(handle) : argument)
              .toArray();
      super.visitInvokeDynamicInsn(name, descriptor, bootstrap, redirected);
    }

    private static Handle redirected(Handle handle) {
      return isClock(handle.getOwner(), handle.getName(), handle.getDesc())
          ? new Handle(
              handle.getTag(), CLOCK, handle.getName(), handle.getDesc(), handle.isInterface())
          : handle;
    }

    private static boolean isClock(String owner, String name, String descriptor) {
      return switch (owner) {
        case "java/lang/System" -> name.equals("currentTimeMillis");
        case "java/time/Clock" -> name.equals("systemUTC");
        case "java/time/Instant" -> name.equals("now") && descriptor.startsWith("()");
        default -> false;
      };
    }
  }
}
