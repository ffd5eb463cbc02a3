package dev.darkstore.audit;

/** The branches of an order, as the contract names them. */
enum BranchName {
  STORE("store"),
  DELIVERY("delivery");

  private final String text;

  BranchName(String text) {
    this.text = text;
  }

  /** As it is written in OrderPlaced. */
  String text() {
    return text;
  }
}
