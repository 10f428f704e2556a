// Package tickets is the code under test.
package tickets

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

type Ticket struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

func Get(baseURL, id string) (*Ticket, error) {
	for attempt := 1; ; attempt++ {
		response, err := http.Get(baseURL + "/tickets/" + id)
		if err != nil {
			return nil, err
		}
		ticket, err := decode(response)
		if response.StatusCode != http.StatusServiceUnavailable || attempt == 3 {
			return ticket, err
		}
		seconds, err := strconv.Atoi(response.Header.Get("Retry-After"))
		if err != nil {
			seconds = 1
		}
		time.Sleep(time.Duration(seconds) * time.Second)
	}
}

func decode(response *http.Response) (*Ticket, error) {
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("tickets: %s", response.Status)
	}
	ticket := new(Ticket)
	return ticket, json.NewDecoder(response.Body).Decode(ticket)
}
