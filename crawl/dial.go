package crawl

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"syscall"
	"time"
)

// errAddress marks an address that a crawl must not reach.
var errAddress = errors.New("address refused")

// closedNets are networks that are neither private nor link-local by the
// standard library's count and still no place for a portal. Source: the IANA
// special-purpose address registries.
var closedNets = prefixes(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "240.0.0.0/4", "100::/64", "2001:db8::/32", "fec0::/10",
)

// carrierNets hold an IPv4 address inside an IPv6 one, at the byte named.
var carrierNets = []struct {
	prefix netip.Prefix
	at     int
}{
	{netip.MustParsePrefix("64:ff9b::/96"), 12},
	{netip.MustParsePrefix("2002::/16"), 2},
}

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// checkAddress refuses addresses inside somebody's network.
func checkAddress(addr netip.Addr, loopback bool) error {
	addr = addr.Unmap().WithZone("")
	for _, c := range carrierNets {
		if c.prefix.Contains(addr) {
			b := addr.As16()
			return checkAddress(netip.AddrFrom4([4]byte(b[c.at:c.at+4])), false)
		}
	}
	switch {
	case addr.IsLoopback():
		if loopback {
			return nil
		}
		return fmt.Errorf("%w: %s is loopback", errAddress, addr)
	case addr.IsPrivate(), addr.IsLinkLocalUnicast(), addr.IsMulticast(), addr.IsUnspecified():
		return fmt.Errorf("%w: %s is private or link-local", errAddress, addr)
	}
	for _, p := range closedNets {
		if p.Contains(addr) {
			return fmt.Errorf("%w: %s is in %s", errAddress, addr, p)
		}
	}
	return nil
}

// A dialer connects to public addresses only. The check stands where the
// socket is made, after resolution, so that neither a redirect nor a name
// server can lead around it.
type dialer struct {
	net      net.Dialer
	loopback bool
	lookup   func(ctx context.Context, network, host string) ([]netip.Addr, error)
}

func newDialer(cfg *Config) *dialer {
	d := &dialer{loopback: cfg.AllowLoopback, lookup: cfg.lookup}
	d.net = net.Dialer{Timeout: cfg.Timeouts.Dial, KeepAlive: 30 * time.Second, ControlContext: d.control}
	return d
}

func (d *dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	return d.net.DialContext(ctx, network, address)
}

func (d *dialer) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %s", errAddress, address)
	}
	return checkAddress(ap.Addr(), d.loopback)
}

// checkHost resolves a host and checks its addresses; it stands in for the
// dialer's check when a proxy makes the connection.
func (d *dialer) checkHost(ctx context.Context, host string) error {
	ctx, cancel := context.WithTimeout(ctx, d.net.Timeout)
	defer cancel()
	addrs, err := d.lookup(ctx, "ip", host)
	if err != nil {
		return err
	}
	for _, a := range addrs {
		if err := checkAddress(a, d.loopback); err != nil {
			return err
		}
	}
	return nil
}
