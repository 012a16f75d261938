package web

import (
	"encoding/json"
	"net/http"
)

// writeJSON writes a value as the whole answer.
func (c *call) writeJSON(status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		c.opts.Log.Error("answer not written", "path", c.r.URL.Path, "error", err)
		http.Error(c.w, `{"error":"broken"}`, http.StatusInternalServerError)
		return
	}
	c.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	c.w.WriteHeader(status)
	if c.r.Method != http.MethodHead {
		// The reader may be gone; there is nobody to tell.
		_, _ = c.w.Write(append(body, '\n'))
	}
}
