package crawl

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/http"
)

const (
	maxChain     = 3
	maxCertBytes = 64 << 10
)

// mend completes a certificate chain whose server forgot to send the
// intermediate certificates: it fetches them from where the certificate itself
// says, verifies that they lead to a trusted root, and keeps a transport that
// knows them for this host alone. It returns nil when the failure is another.
func (t *transport) mend(ctx context.Context, host string, failure error) (*http.Transport, error) {
	var verify *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	if !errors.As(failure, &verify) || !errors.As(failure, &unknown) || len(verify.UnverifiedCertificates) == 0 {
		return nil, nil
	}
	found, err := t.missingLinks(ctx, verify.UnverifiedCertificates)
	if err != nil {
		return nil, fmt.Errorf("chain of %s: %w", host, err)
	}
	roots, err := t.rootPool()
	if err != nil {
		return nil, err
	}
	for _, c := range found {
		roots.AddCert(c)
	}
	conf := &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots}
	if t.isLegacy(host) {
		conf = legacyTLS(roots)
	}
	mended := t.base(conf)
	t.mu.Lock()
	defer t.mu.Unlock()
	if old := t.mended[host]; old != nil {
		return old, nil
	}
	t.mended[host] = mended
	return mended, nil
}

func (t *transport) rootPool() (*x509.CertPool, error) {
	if t.cfg.roots != nil {
		return t.cfg.roots.Clone(), nil
	}
	return x509.SystemCertPool()
}

// missingLinks fetches the certificates between the server's chain and a root.
// Each returned certificate was verified up to a root.
func (t *transport) missingLinks(ctx context.Context, sent []*x509.Certificate) ([]*x509.Certificate, error) {
	roots, err := t.rootPool()
	if err != nil {
		return nil, err
	}
	inter := x509.NewCertPool()
	for _, c := range sent[1:] {
		inter.AddCert(c)
	}
	last := sent[len(sent)-1]
	var found []*x509.Certificate
	for range maxChain {
		issuer, err := t.fetchIssuer(ctx, last)
		if err != nil {
			return nil, err
		}
		found = append(found, issuer)
		inter.AddCert(issuer)
		if _, err := issuer.Verify(x509.VerifyOptions{Roots: roots, Intermediates: inter, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}); err == nil {
			return found, nil
		}
		last = issuer
	}
	return nil, errors.New("the fetched certificates lead to no trusted root")
}

// fetchIssuer fetches the issuer's certificate once a run.
func (t *transport) fetchIssuer(ctx context.Context, c *x509.Certificate) (*x509.Certificate, error) {
	if len(c.IssuingCertificateURL) == 0 {
		return nil, errors.New("the certificate does not say where its issuer's is")
	}
	url := c.IssuingCertificateURL[0]
	t.mu.Lock()
	known := t.issuer[url]
	t.mu.Unlock()
	if known != nil {
		return known, nil
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	if req, err = t.route(req); err != nil {
		return nil, err
	}
	resp, err := t.plain.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }() // nothing more is read
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", url, resp.Status)
	}
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxCertBytes))
	if err != nil {
		return nil, err
	}
	issuer, err := parseCertificate(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", url, err)
	}
	if err := c.CheckSignatureFrom(issuer); err != nil {
		return nil, fmt.Errorf("%s: %w", url, err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.issuer[url] = issuer
	return issuer, nil
}

func parseCertificate(b []byte) (*x509.Certificate, error) {
	if block, _ := pem.Decode(b); block != nil {
		b = block.Bytes
	}
	return x509.ParseCertificate(b)
}
