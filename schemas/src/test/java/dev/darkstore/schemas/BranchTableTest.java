package dev.darkstore.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Branches of an installation")
class BranchTableTest {

  @Test
  @DisplayName("A branch has the key that is named, or that of its kind")
  void aBranchHasItsKey() {
    assertThat(BranchTable.parse("store, delivery, payment:customerId,fraud").rows())
        .containsExactly(
            new BranchTable.Row(BranchName.STORE, KeyField.STORE_ID),
            new BranchTable.Row(BranchName.DELIVERY, KeyField.ZONE_ID),
            new BranchTable.Row(BranchName.of("payment"), KeyField.CUSTOMER_ID),
            new BranchTable.Row(BranchName.of("fraud"), KeyField.ORDER_ID));
  }

  @ParameterizedTest
  @DisplayName("The table is written as the setting is read")
  @CsvSource(
      delimiter = '|',
      value = {
        "store,delivery",
        "delivery,store",
        "store,delivery,payment:customerId",
        "store,gift-card:storeId,delivery,age-check"
      })
  void theTableIsTheSetting(String setting) {
    assertThat(BranchTable.parse(setting)).hasToString(setting);
    assertThat(Installation.of(Map.of(BranchTable.SETTING, setting)).branches())
        .isEqualTo(BranchTable.parse(setting));
  }

  @ParameterizedTest
  @DisplayName("A list that cannot work is rejected with the fault and the way out")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          store,delivery,Payment           | branch 'Payment' must have 1 to 32 lower-case letters
          store,delivery,pay_ment          | must have 1 to 32 lower-case letters, digits and single '-'
          store,delivery,-pay              | begin with a letter
          store,delivery,p234567890123456789012345678901234 | must have 1 to 32
          store,delivery,                  | a name is missing; separate names by single commas
          store,,delivery                  | a name is missing
          ''                               | a name is missing
          store,delivery,:orderId          | a name is missing
          store,delivery,payment:amount    | the key of branch 'payment' is 'amount'; it must be one of storeId, zoneId, customerId, orderId
          store:customerId,delivery        | the key of branch 'store' is 'customerId'; it must be storeId
          store,delivery,store             | branch 'store' is named twice
          store,delivery,pay,pay:storeId   | branch 'pay' is named twice
          store                            | branch 'delivery' is missing
          payment,delivery                 | branch 'store' is missing; every order takes goods and an agent
          store,delivery,order             | branch 'order' would have a topic of the same name
          store,delivery,stock             | branch 'stock' would have a topic of the same name
          store,delivery,agent             | branch 'agent' would have a topic of the same name
          store,delivery,coordinator       | branch 'coordinator' is the name of a user or a service
          store,delivery,customers         | branch 'customers' is the name of a user or a service
          store,delivery,back-office       | branch 'back-office' is the name of a user or a service
          store,delivery,store-two         | begins with the name of service 'store'
          store,delivery,pay,pay-back      | begins with the name of service 'pay'
          store,delivery,b1,b2,b3,b4,b5,b6,b7 | 9 branches; at most 8 are allowed
          """)
  void anUnfitListIsRejected(String setting, String reason) {
    assertThat(BranchTable.violation(setting))
        .hasValueSatisfying(broken -> assertThat(broken).contains(reason));
    assertThatThrownBy(() -> Installation.of(Map.of(BranchTable.SETTING, setting)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("darkstore.branches is '")
        .hasMessageContaining(reason);
  }
}
