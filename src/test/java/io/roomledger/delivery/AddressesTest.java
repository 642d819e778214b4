package io.roomledger.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1.2.3",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.100.100.200",
        "100.64.0.1",
        "192.0.0.192",
        "168.63.129.16",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "2001:db8::1"
      })
  void whatIsNotOfTheInternetIsClosed(String address) throws UnknownHostException {
    assertThat(Addresses.open(InetAddress.getByName(address))).isFalse();
    assertThatThrownBy(() -> Addresses.of(address, false)).hasMessageContaining("private network");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "1.1.1.1",
        "100.63.255.255",
        "100.128.0.1",
        "172.32.0.1",
        "172.15.255.255",
        "192.167.255.255",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "2a00:1450:4001::1"
      })
  void whatIsOfTheInternetIsOpen(String address) throws UnknownHostException {
    assertThat(Addresses.open(InetAddress.getByName(address))).isTrue();
  }

  /** Its own public address leads past the firewall that stands before it. */
  @Test
  void whatIsOfThisMachineIsClosed() throws UnknownHostException {
    InetAddress address = InetAddress.getByName("8.8.8.8");
    assertThat(Addresses.open(address, address::equals)).isFalse();
    assertThat(Addresses.open(InetAddress.getByName("8.8.4.4"), address::equals)).isTrue();
  }

  @Test
  void onlyHostsOfTheListAreCalledWhereThereIsOne() {
    assertThat(Hosts.of(" ").allow("anything.example")).isTrue();
    Hosts few = Hosts.of("Hooks.example.org, *.b.example,[2606:4700::1111]");
    for (String host : new String[] {"hooks.EXAMPLE.org", "x.b.example", "[2606:4700::1111]"}) {
      assertThat(few.allow(host)).as(host).isTrue();
    }
    for (String host :
        new String[] {"example.org", "a.hooks.example.org", "b.example", "xb.example", "1.1.1.1"}) {
      assertThat(few.allow(host)).as(host).isFalse();
    }
    for (String wrong : new String[] {"https://a.example", "a.example/x", "*", "a b", "*.*.x"}) {
      assertThatThrownBy(() -> Hosts.of(wrong)).as(wrong).hasMessageContaining("deliveries.hosts");
    }
  }

  @Test
  void aNameIsAsOpenAsTheAddressesItHas() throws UnknownHostException {
    assertThatThrownBy(() -> Addresses.of("localhost", false))
        .isInstanceOf(Addresses.ClosedAddressException.class);
    assertThat(Addresses.of("localhost", true)).isNotEmpty();
    // ways to write 127.0.0.1 that some parsers take and others do not
    assertThatThrownBy(() -> Addresses.of("127.1", false)).isInstanceOf(UnknownHostException.class);
    assertThatThrownBy(() -> Addresses.of("2130706433", false))
        .isInstanceOf(UnknownHostException.class);
  }
}
