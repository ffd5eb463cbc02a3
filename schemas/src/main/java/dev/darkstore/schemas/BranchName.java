package dev.darkstore.audit.record;

/** The branches of an order, as the contract names them. */
public enum BranchName {
  STORE("store"),
  DELIVERY("delivery");

  private final String text;

  BranchName(String text) {
    this.text = text;
  }

  /** As it is written in OrderPlaced. */
  public String text() {
    return text;
  }
}
