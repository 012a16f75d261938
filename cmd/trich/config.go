package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// A config is what stands in trich.toml. Flags win over the environment
// (TRICH_DB, TRICH_CONTACT, TRICH_PORTALS …), which wins over the file.
type config struct {
	// DB is the path of the database.
	DB string `toml:"db"`
	// Contact is the address that portals find in the user agent.
	Contact string `toml:"contact"`
	// Portals is a folder with portal files of one's own.
	Portals string `toml:"portals"`
	// Archive is the folder of the WARC files, or "none"; empty is the one beside
	// the database.
	Archive string `toml:"archive"`
	// Proxy is the address of a proxy; empty asks HTTP_PROXY and HTTPS_PROXY,
	// "direct" uses none.
	Proxy string `toml:"proxy"`
}

// readConfig reads the configuration: the file named, or trich.toml in the
// working directory or in the user's configuration folder, if there is one.
func readConfig(path string) (config, error) {
	c := config{DB: "trich.db"}
	named := path != ""
	if !named {
		path = findConfig()
	}
	if path != "" {
		if err := decodeConfig(path, &c); err != nil && (named || !errors.Is(err, fs.ErrNotExist)) {
			return c, err
		}
	}
	for name, to := range map[string]*string{
		"TRICH_DB": &c.DB, "TRICH_CONTACT": &c.Contact, "TRICH_PORTALS": &c.Portals, "TRICH_ARCHIVE": &c.Archive, "TRICH_PROXY": &c.Proxy,
	} {
		if v := os.Getenv(name); v != "" {
			*to = v
		}
	}
	return c, nil
}

func findConfig() string {
	dirs := []string{"."}
	if dir, err := os.UserConfigDir(); err == nil {
		dirs = append(dirs, filepath.Join(dir, "trich"))
	}
	for _, dir := range dirs {
		path := filepath.Join(dir, "trich.toml")
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return ""
}

// decodeConfig reads a file and takes a setting it does not know for a slip.
func decodeConfig(path string, c *config) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	err = toml.NewDecoder(f).DisallowUnknownFields().Decode(c)
	var strict *toml.StrictMissingError
	var at *toml.DecodeError
	switch {
	case errors.As(err, &strict) && len(strict.Errors) > 0:
		line, _ := strict.Errors[0].Position()
		return fmt.Errorf("%s:%d: unknown setting %q", path, line, strings.Join(strict.Errors[0].Key(), "."))
	case errors.As(err, &at):
		line, _ := at.Position()
		return fmt.Errorf("%s:%d: %w", path, line, err)
	case err != nil:
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
