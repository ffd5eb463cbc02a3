package dev.darkstore.command;

import dev.darkstore.events.OrderLine;
import dev.darkstore.schemas.Text;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Goods in command arguments: {@code butter=2}. */
final class SkuQuantities {
  private SkuQuantities() {}

  /**
   * Parses the lines. Their limits are checked elsewhere.
   *
   * @throws ParameterException if one does not have the form SKU=N
   */
  static List<OrderLine> parse(CommandSpec spec, List<String> typed) {
    List<OrderLine> lines = new ArrayList<>();
    for (String text : typed) {
      int at = text.indexOf('=');
      if (at < 1 || !text.substring(at + 1).matches("\\d{1,9}")) {
        throw new ParameterException(
            spec.commandLine(),
            "--sku is %s; it must be a sku and a whole number, as in butter=2"
                .formatted(Text.quote(text)));
      }
      lines.add(new OrderLine(text.substring(0, at), Integer.parseInt(text.substring(at + 1))));
    }
    return lines;
  }
}
