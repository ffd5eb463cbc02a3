package dev.darkstore.system.secured;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Certificate authority and the certificates that it issues, made with the JDK's keytool. */
final class TestCertificates {
  private static final String TYPE = "PKCS12";
  private static final String CA = "ca";
  private static final Duration LONG = Duration.ofDays(1);

  private final Path folder;
  private final String password = UUID.randomUUID().toString();

  TestCertificates(Path folder) throws IOException, GeneralSecurityException {
    this.folder = Files.createDirectories(folder);
    keytool(
        "-genkeypair -alias ca -dname CN=ca -keyalg EC -groupname secp256r1 -ext bc:c -validity 2"
            + " -keystore "
            + store(CA));
    KeyStore trusted = KeyStore.getInstance(TYPE);
    trusted.load(null, null);
    trusted.setCertificateEntry(CA, load(CA).getCertificate(CA));
    save(trusted, "trusted");
  }

  /** Returns the password of all stores and keys. */
  String password() {
    return password;
  }

  /** Returns the trust store, which contains the authority. */
  Path trusted() {
    return store("trusted");
  }

  /** Issues a key with a certificate that is valid for a day. */
  Path issue(String name) throws IOException, GeneralSecurityException {
    return issue(name, LONG);
  }

  /**
   * Issues a key with a certificate that is valid for this long from now on. Replaces an earlier
   * one atomically, since its user may read the file at any time.
   */
  Path issue(String name, Duration validity) throws IOException, GeneralSecurityException {
    String made = name + "-new";
    Files.deleteIfExists(store(made));
    Path request = folder.resolve(name + ".csr");
    Path answer = folder.resolve(name + ".pem");
    // The certificate is valid for a day, of which only the given validity is left.
    String start = "-%dS".formatted(LONG.minus(validity).toSeconds());
    keytool(
        "-genkeypair -alias %s -dname CN=%s -keyalg EC -groupname secp256r1 -keystore %s"
            .formatted(name, name, store(made)));
    keytool("-certreq -alias %s -keystore %s -file %s".formatted(name, store(made), request));
    keytool(
        "-gencert -alias ca -keystore %s -infile %s -outfile %s -rfc -ext SAN=ip:127.0.0.1 -validity 1 -startdate %s"
            .formatted(store(CA), request, answer, start));
    KeyStore own = load(made);
    Key key = own.getKey(name, password.toCharArray());
    own.setKeyEntry(name, key, password.toCharArray(), new Certificate[] {read(answer), ca()});
    save(own, made);
    return Files.move(store(made), store(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private Certificate ca() throws IOException, GeneralSecurityException {
    return load(CA).getCertificate(CA);
  }

  private static Certificate read(Path pem) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(pem)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private KeyStore load(String name) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(TYPE);
    try (InputStream in = Files.newInputStream(store(name))) {
      store.load(in, password.toCharArray());
    }
    return store;
  }

  private void save(KeyStore store, String name) throws IOException, GeneralSecurityException {
    try (OutputStream out = Files.newOutputStream(store(name))) {
      store.store(out, password.toCharArray());
    }
  }

  private Path store(String name) {
    return folder.resolve(name + ".p12");
  }

  private void keytool(String arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of("-storetype", TYPE, "-storepass:env", "STORE_PASSWORD"));
    command.add("-J-XX:TieredStopAtLevel=1");
    ProcessBuilder keytool = new ProcessBuilder(command).redirectErrorStream(true);
    keytool.environment().put("STORE_PASSWORD", password);
    try {
      Process process = keytool.start();
      String output = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        throw new IOException(arguments + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
