package io.roomledger.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressBlockTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "2001:db8:1:2::7, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:2:ffff:1:2:3, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:3::7, 2001:db8:1:3:0:0:0:0/64",
    "::1, 0:0:0:0:0:0:0:0/64",
    "::ffff:192.0.2.7, 192.0.2.7",
    "-, -",
    "not:an:address, not:an:address",
  })
  void whoHasANetworkIsOne(String address, String block) {
    assertThat(AddressBlock.of(address)).isEqualTo(block);
  }
}
