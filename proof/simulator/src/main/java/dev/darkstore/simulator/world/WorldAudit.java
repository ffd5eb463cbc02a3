package dev.darkstore.simulator.world;

import dev.darkstore.audit.Audit;
import dev.darkstore.audit.AuditOptions;
import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.audit.report.AuditReport;
import dev.darkstore.schemas.Topic;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;

/** Audit of a world's topics. */
public final class WorldAudit {
  private WorldAudit() {}

  /** Returns the audit's report on the topics of the world. */
  public static AuditReport of(World world) {
    Map<Topic, Integer> partitions = new LinkedHashMap<>();
    for (Topic topic : world.settings().installation().topics()) {
      partitions.put(topic, world.settings().partitions());
    }
    Audit audit = new Audit(partitions, AuditOptions.DEFAULTS, violation -> {});
    for (LoggedRecord record : world.history()) {
      audit.accept(record(record, record.headers()));
    }
    return audit.finish();
  }

  /** Returns a record in the audit's form, with these headers. */
  public static AuditRecord record(LoggedRecord record, Headers headers) {
    return new AuditRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestampMillis(),
        record.key(),
        record.value(),
        headers);
  }
}
