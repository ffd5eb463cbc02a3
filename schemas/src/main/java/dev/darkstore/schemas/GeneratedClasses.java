package dev.darkstore.schemas;

import dev.darkstore.events.OrderRequest;
import dev.darkstore.state.TransactionState;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Mapping from schema names to generated classes. Avro itself loads classes by any name in a
 * schema, and therefore trusts none unless a process-wide list contains it. Here the schemas and
 * hence the names are our own, and no class outside the packages of the events and of the services'
 * state is loaded.
 */
final class GeneratedClasses extends SpecificData {
  static final GeneratedClasses MODEL = new GeneratedClasses();

  private static final Set<String> PACKAGES =
      Set.of(OrderRequest.class.getPackageName(), TransactionState.class.getPackageName());

  private final Map<String, Class<?>> byName = new ConcurrentHashMap<>();

  private GeneratedClasses() {
    super(OrderRequest.class.getClassLoader());
    addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    // Equal bytes, but written by generated code instead of a traversal of the schema.
    setCustomCoders(true);
  }

  @Override
  public Class<?> getClass(Schema schema) {
    return switch (schema.getType()) {
      case RECORD, ENUM -> byName.computeIfAbsent(schema.getFullName(), this::find);
      default -> super.getClass(schema);
    };
  }

  /** Returns an empty record of a generated class. */
  SpecificRecord newRecord(Schema schema) {
    return (SpecificRecord) newRecord(null, schema);
  }

  private Class<?> find(String name) {
    if (!PACKAGES.contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))))) {
      throw new IllegalStateException(name + " is not of the packages " + PACKAGES);
    }
    try {
      return Class.forName(name, true, getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("no class was generated for " + name, e);
    }
  }
}
