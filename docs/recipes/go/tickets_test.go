package tickets

import "testing"

func TestATicketIsRead(t *testing.T) {
	ticket, err := Get(baseURL(t), "7")
	if err != nil || ticket.ID != "7" {
		t.Fatalf("got %v, %v", ticket, err)
	}
	admin(t, "/requests/verify", `{"request": {"operation": "getTicket", "path": "/v2/tickets/7"}, "times": 1}`)
}

func TestAMissingTicketIsAnError(t *testing.T) {
	url := baseURL(t)
	admin(t, "/stubs", `{"request": {"operation": "getTicket"}, "response": {"status": 404}}`)
	if ticket, err := Get(url, "7"); err == nil {
		t.Fatalf("got %v", ticket)
	}
}

func TestTheClientTriesAgainWhenTheAPISaysSo(t *testing.T) {
	url := baseURL(t)
	admin(t, "/faults", `{"request": {"operation": "getTicket"}, "fault": {"status": 503, "retry_after": 0, "nth": 1}}`)
	if _, err := Get(url, "7"); err != nil {
		t.Fatal(err)
	}
	admin(t, "/requests/verify", `{"request": {"operation": "getTicket"}, "times": 2}`)
}
