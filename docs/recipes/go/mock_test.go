package tickets

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const patience = 60 * time.Second

// mockURL is the URL of the mock server of this package; the tests of each package are a process.
var mockURL string

func TestMain(m *testing.M) {
	os.Exit(runWithMock(m, "../tickets.yaml"))
}

// runWithMock runs the tests with a mock server, which gets the arguments of "mockserver run".
func runWithMock(m *testing.M, arguments ...string) int {
	folder, err := os.MkdirTemp("", "mock-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "url")
	options := []string{"run", "--port", "0", "--url-file", file, "--quiet"}
	command := exec.Command("mockserver", append(options, arguments...)...)
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		panic(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	if mockURL, err = waitForURL(file, ended); err != nil {
		command.Process.Kill()
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() {
		command.Process.Signal(os.Interrupt) // Windows: Kill()
		<-ended
	}()
	return m.Run()
}

func waitForURL(file string, ended <-chan error) (string, error) {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		select {
		case err := <-ended:
			return "", fmt.Errorf("mockserver ended: %v", err)
		case <-time.After(20 * time.Millisecond):
		}
		content, err := os.ReadFile(file)
		url := strings.TrimSpace(string(content))
		if err != nil || url == "" {
			continue
		}
		response, err := http.Get(url + "/__mock__/health")
		if err != nil {
			return "", err
		}
		response.Body.Close()
		if response.StatusCode == http.StatusOK {
			return url, nil
		}
	}
	return "", fmt.Errorf("mockserver did not start within %v", patience)
}

// admin sends a request to the admin API; the test fails if it is refused, or if a verification fails.
func admin(t *testing.T, path, body string) {
	t.Helper()
	response, err := http.Post(mockURL+"/__mock__/admin"+path, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if text, _ := io.ReadAll(response.Body); response.StatusCode >= 400 {
		t.Fatalf("%s: %s", path, text)
	}
}

// baseURL resets the mock server, and returns the URL of the API.
func baseURL(t *testing.T) string {
	t.Helper()
	admin(t, "/reset", "")
	return mockURL + "/v2"
}
