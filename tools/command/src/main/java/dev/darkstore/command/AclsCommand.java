package dev.darkstore.command;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.terminal.Terminal;
import dev.darkstore.http.ExitStatus;
import dev.darkstore.schemas.Principal;
import dev.darkstore.setup.access.AccessTable;
import dev.darkstore.setup.access.AclSetup;
import dev.darkstore.setup.access.Right;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.internals.SecurityUtils;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code darkstore acls}. */
@Command(
    name = "acls",
    description = {
      "Prints the table of access rights, or applies it to a cluster.",
      "Quotas are suggestions: --commands sets them, --apply does not. Without "
          + "--verify, --apply and --prune it does not connect to a cluster. Exit "
          + "status 1 if rights are missing or exceed the table."
    })
final class AclsCommand implements Callable<Integer> {
  private static final String NAME = "NAME";
  private static final String USER = "User:";

  /** Width of the names of users without a prefix. */
  private static final int USER_CHARACTERS = 21;

  @Spec private CommandSpec spec;
  @Mixin private ClusterOptions cluster;

  @ArgGroup(exclusive = true)
  private Doing doing = new Doing();

  @Option(
      names = "--user",
      paramLabel = "FORMAT",
      defaultValue = NAME,
      description =
          "Pattern of the cluster's user names (default: ${DEFAULT-VALUE}); CN="
              + NAME
              + " for certificates whose names are not mapped.")
  private String user;

  /** Mutually exclusive actions. */
  static final class Doing {
    @Option(names = "--json", description = "Print a JSON object for each entry.")
    private boolean isJson;

    @Option(
        names = "--commands",
        description = "Print commands for Kafka's own tools, including quotas for clients.")
    private boolean isCommands;

    @Option(names = "--verify", description = "Compare the table with the cluster.")
    private boolean isVerify;

    @Option(names = "--apply", description = "Grant missing rights; revoke none.")
    private boolean isApply;

    @Option(names = "--prune", description = "Grant missing rights; revoke those beyond the table.")
    private boolean isPrune;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!user.contains(NAME)) {
      throw new ParameterException(spec.commandLine(), "--user must contain " + NAME);
    }
    if (doing.isVerify || doing.isApply || doing.isPrune) {
      return onTheCluster();
    }
    if (doing.isJson) {
      accessTable().bindings(this::principal).forEach(b -> terminal().line("%s", json(b)));
    } else if (doing.isCommands) {
      commands();
    } else {
      table();
    }
    return ExitStatus.OK;
  }

  private void table() {
    AccessTable access = accessTable();
    String user = "%%-%ds".formatted(USER_CHARACTERS + access.installation().prefix().length());
    terminal().line("%s", terminal().dim(user.formatted("user") + "  may                    what"));
    for (Principal principal : access.installation().principals()) {
      String name = access.userName(principal);
      for (Right right : access.rights(principal)) {
        String may =
            right.operations().stream().map(AclsCommand::word).collect(Collectors.joining(", "));
        row(access, name, may, resource(right.type(), right.name(), right.pattern()));
        name = "";
      }
      AccessTable.producedBytesPerSecond(principal)
          .ifPresent(
              bytes ->
                  row(access, "", "quota", "%,d bytes/s written to each broker".formatted(bytes)));
    }
  }

  private void row(AccessTable access, String name, String may, String what) {
    int width = USER_CHARACTERS + access.installation().prefix().length();
    terminal().line("%-" + width + "s  %-21s  %s", name, may, what);
  }

  private AccessTable accessTable() {
    return new AccessTable(cluster.installation(System.getenv()));
  }

  private int onTheCluster() throws InterruptedException {
    AccessTable access = accessTable();
    AclSetup setup;
    try (Cluster connected = cluster.connect()) {
      setup = AclSetup.of(connected.admin(), access, access.bindings(this::principal));
      if (!doing.isVerify) {
        setup.grant(connected.admin());
      }
      if (doing.isPrune) {
        setup.revokeBeyond(connected.admin());
      }
    }
    print(
        doing.isVerify ? terminal().red("missing") : terminal().green("granted"), setup.missing());
    print(doing.isPrune ? terminal().green("revoked") : terminal().red("beyond "), setup.beyond());
    terminal()
        .line(
            "the table has %d rights: the cluster had %d of them, and %d beyond the table",
            setup.present().size() + setup.missing().size(),
            setup.present().size(),
            setup.beyond().size());
    boolean isLeft =
        (doing.isVerify && !setup.missing().isEmpty())
            || (!doing.isPrune && !setup.beyond().isEmpty());
    return isLeft ? ExitStatus.FAILED : ExitStatus.OK;
  }

  /** Prints one line for all rights on a resource. */
  private void print(String what, List<AclBinding> bindings) {
    Map<String, Set<String>> operations = new TreeMap<>();
    for (AclBinding binding : bindings) {
      ResourcePattern pattern = binding.pattern();
      operations
          .computeIfAbsent(
              binding.entry().principal()
                  + "  "
                  + resource(pattern.resourceType(), pattern.name(), pattern.patternType()),
              r -> new TreeSet<>())
          .add(word(binding.entry().operation()));
    }
    operations.forEach(
        (resource, may) -> terminal().line("%s  %s: %s", what, resource, String.join(", ", may)));
  }

  private static String json(AclBinding binding) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("principal", binding.entry().principal());
    fields.put("operation", binding.entry().operation().name());
    fields.put("resourceType", binding.pattern().resourceType().name());
    fields.put("name", binding.pattern().name());
    fields.put("patternType", binding.pattern().patternType().name());
    return JsonLine.of(fields);
  }

  private void commands() {
    String where =
        " --bootstrap-server %s --command-config admin.properties"
            .formatted(
                cluster
                    .clientConfig(System.getenv())
                    .get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    AccessTable access = accessTable();
    for (Principal principal : access.installation().principals()) {
      String name = principal(access.userName(principal));
      for (Right right : access.rights(principal)) {
        terminal()
            .line(
                "%s",
                "kafka-acls.sh%s --add --allow-principal '%s' %s --%s"
                    .formatted(
                        where,
                        name,
                        right.operations().stream()
                            .map(o -> "--operation " + SecurityUtils.operationName(o))
                            .collect(Collectors.joining(" ")),
                        commandOption(right)));
      }
      AccessTable.producedBytesPerSecond(principal)
          .ifPresent(
              bytes ->
                  terminal()
                      .line(
                          "%s",
                          "kafka-configs.sh%s --alter --entity-type users --entity-name '%s' --add-config producer_byte_rate=%d"
                              .formatted(where, name.substring(USER.length()), bytes)));
    }
  }

  /** Returns the command option of the resource; that of the cluster takes no name. */
  private static String commandOption(Right right) {
    String type = word(right.type()).replace(' ', '-');
    return right.type() == ResourceType.CLUSTER
        ? type
        : "%s '%s' --resource-pattern-type %s".formatted(type, right.name(), word(right.pattern()));
  }

  private String principal(String userName) {
    return USER + user.replace(NAME, userName);
  }

  private static String resource(ResourceType type, String name, PatternType pattern) {
    return word(type) + " " + name + (pattern == PatternType.PREFIXED ? "*" : "");
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private Terminal terminal() {
    return Terminal.standard(spec.commandLine().getOut());
  }
}
