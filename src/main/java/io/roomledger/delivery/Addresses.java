package io.roomledger.delivery;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Tells addresses of the internet from those of this machine, its network and its cloud: a caller
 * from outside must not reach through this server what they could not reach themselves.
 */
final class Addresses {
  /** Networks of version 4 that are not of the internet, see RFC 6890. */
  private static final List<Network> CLOSED =
      List.of(
          new Network("0.0.0.0", 8),
          new Network("10.0.0.0", 8),
          new Network("100.64.0.0", 10),
          new Network("127.0.0.0", 8),
          // link-local, and where most clouds answer with credentials
          new Network("169.254.0.0", 16),
          new Network("172.16.0.0", 12),
          new Network("192.0.0.0", 24),
          new Network("192.0.2.0", 24),
          new Network("192.88.99.0", 24),
          new Network("192.168.0.0", 16),
          new Network("198.18.0.0", 15),
          new Network("198.51.100.0", 24),
          new Network("203.0.113.0", 24),
          // multicast, reserved and broadcast
          new Network("224.0.0.0", 3),
          // the platform of a cloud, at an address that looks public
          new Network("168.63.129.16", 32));

  /** The only networks of version 6 that are of the internet, and those within that are not. */
  private static final Network GLOBAL6 = new Network("2000::", 3);

  private static final List<Network> CLOSED6 =
      List.of(
          // Teredo and others that tunnel to addresses of version 4
          new Network("2001::", 23),
          new Network("2001:db8::", 32),
          new Network("2002::", 16),
          new Network("3fff::", 20));

  private Addresses() {}

  /** All addresses that begin with the first bits of one. */
  private static final class Network {
    private final byte[] begin;
    private final int bits;

    Network(String address, int bits) {
      this.begin = bytes(address);
      this.bits = bits;
    }

    boolean has(byte[] address) {
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % Byte.SIZE);
        if (((begin[bit / Byte.SIZE] ^ address[bit / Byte.SIZE]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  /** Whether it is an address of the internet, and not of this machine. */
  static boolean open(InetAddress address) {
    return open(address, Addresses::ours);
  }

  /** The same where {@code ours} says which are of this machine. */
  static boolean open(InetAddress address, Predicate<InetAddress> ours) {
    return global(address) && !ours.test(address);
  }

  /** What comes from this machine itself no firewall before it holds up. */
  private static boolean ours(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true;
    }
  }

  private static boolean global(InetAddress address) {
    byte[] bytes = address.getAddress();
    return switch (address) {
      case Inet4Address _ -> CLOSED.stream().noneMatch(network -> network.has(bytes));
      // those that carry one of version 4, mapped or translated, lie outside of the global ones
      case Inet6Address _ ->
          GLOBAL6.has(bytes) && CLOSED6.stream().noneMatch(network -> network.has(bytes));
      default -> false;
    };
  }

  /**
   * Those addresses of a host that may be called.
   *
   * @param closedToo whether those of private networks may
   * @throws UnknownHostException if it has none, or only such as may not be called
   */
  static List<InetAddress> of(String host, boolean closedToo) throws UnknownHostException {
    InetAddress[] all;
    try {
      all = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new UnknownHostException(host + ": there is no host of that name");
    }
    List<InetAddress> allowed =
        Arrays.stream(all).filter(address -> closedToo || open(address)).toList();
    if (allowed.isEmpty()) {
      throw new ClosedAddressException(
          host
              + ": leads into a private network (expected: an address of the internet, or"
              + " deliveries.private-addresses)");
    }
    return allowed;
  }

  /** A host whose addresses all are closed. */
  static final class ClosedAddressException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    ClosedAddressException(String message) {
      super(message);
    }
  }

  private static byte[] bytes(String address) {
    try {
      return InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(address, e);
    }
  }
}
