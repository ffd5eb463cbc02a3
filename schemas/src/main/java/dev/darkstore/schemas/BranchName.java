package dev.darkstore.audit.record;

/** Branches of an order, as named in the contract. */
public enum BranchName {
  STORE("store"),
  DELIVERY("delivery");

  private final String text;

  BranchName(String text) {
    this.text = text;
  }

  /** Returns the name in OrderPlaced. */
  public String text() {
    return text;
  }
}
