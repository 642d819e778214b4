package io.roomledger.base;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Of whom an address is, when calls are counted. */
public final class AddressBlock {
  private static final int BYTES_OF_A_NETWORK = 8;

  private AddressBlock() {}

  /**
   * An address of IPv6 is as good as all others of its network of 64 bits, of which a household has
   * at least one: that network. All else stays as it is.
   */
  public static String of(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      if (InetAddress.ofLiteral(address) instanceof Inet6Address six) {
        byte[] network = Arrays.copyOf(six.getAddress(), six.getAddress().length);
        Arrays.fill(network, BYTES_OF_A_NETWORK, network.length, (byte) 0);
        return InetAddress.getByAddress(network).getHostAddress() + "/64";
      }
      // an address of IPv4 that is written as one of IPv6
      return InetAddress.ofLiteral(address).getHostAddress();
    } catch (IllegalArgumentException | UnknownHostException e) {
      return address;
    }
  }
}
