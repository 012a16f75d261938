package crawl

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/url"
	"strings"
	"syscall"

	"github.com/trich-vn/trich/corpus"
)

// failed sorts errors into those worth another try and those that are not.
func (w *worker) failed(o *outcome, err error) {
	reason, again := explain(err)
	state := corpus.TargetFailed
	if again {
		state = corpus.TargetRetry
	}
	// A name or a certificate that is wrong is wrong for all pages of a server.
	var cert *tls.CertificateVerificationError
	var dns *net.DNSError
	o.server = again || errors.As(err, &cert) || errors.As(err, &dns)
	o.fail(state, reason)
}

// explain puts an error into few words and says whether trying again may help.
func explain(err error) (reason string, again bool) {
	var cert *tls.CertificateVerificationError
	var dns *net.DNSError
	var netErr net.Error
	switch {
	case errors.Is(err, errAddress):
		return errAddress.Error() + tailOf(err, errAddress), false
	case errors.Is(err, ErrProxy):
		return ErrProxy.Error() + tailOf(err, ErrProxy), true
	case errors.Is(err, errTooLarge):
		return errTooLarge.Error() + tailOf(err, errTooLarge), false
	case errors.Is(err, errEncoding):
		return errEncoding.Error() + tailOf(err, errEncoding), false
	case errors.Is(err, errSlowBody):
		return errSlowBody.Error(), true
	case errors.Is(err, errTruncated):
		return errTruncated.Error(), true
	case errors.As(err, &cert):
		return "certificate: " + cert.Err.Error(), false
	case errors.As(err, &dns):
		return "name not found", dns.IsTemporary || dns.IsTimeout
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused", true
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "connection reset", true
	case errors.Is(err, context.Canceled):
		return "stopped", true
	case strings.Contains(err.Error(), "server response headers exceeded"):
		return "headers over the limit", false
	case errors.As(err, &netErr) && netErr.Timeout():
		return "no answer in time", true
	case strings.Contains(err.Error(), "malformed"), strings.Contains(err.Error(), "invalid"), strings.Contains(err.Error(), "cannot contain multiple"), strings.Contains(err.Error(), "bad "):
		return "malformed answer: " + shortError(err), true
	}
	return shortError(err), true
}

// tailOf is what an error says after a sentinel.
func tailOf(err, sentinel error) string {
	if _, tail, ok := strings.Cut(err.Error(), sentinel.Error()); ok && len(tail) < 200 {
		return tail
	}
	return ""
}

func shortError(err error) string {
	var ue *url.Error
	if errors.As(err, &ue) {
		err = ue.Err
	}
	s := err.Error()
	return s[:min(len(s), 200)]
}
