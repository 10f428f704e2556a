import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TicketsTest {
    @RegisterExtension
    static final MockServer mock = new MockServer("../tickets.yaml");

    private TicketsClient client;

    @BeforeEach
    void connect() {
        client = new TicketsClient(mock.url() + "/v2");
    }

    @Test
    void aTicketIsRead() throws Exception {
        assertTrue(client.ticket("7").contains("\"title\""));
        mock.admin("POST", "/requests/verify", """
                {"request": {"operation": "getTicket", "path": "/v2/tickets/7"}, "times": 1}""");
    }

    @Test
    void aMissingTicketIsAnError() throws Exception {
        mock.admin("POST", "/stubs", """
                {"request": {"operation": "getTicket"}, "response": {"status": 404}}""");
        assertThrows(IOException.class, () -> client.ticket("7"));
    }

    @Test
    void theClientTriesAgainWhenTheApiSaysSo() throws Exception {
        mock.admin("POST", "/faults", """
                {"request": {"operation": "getTicket"}, "fault": {"status": 503, "retry_after": 0, "nth": 1}}""");
        assertTrue(client.ticket("7").contains("\"title\""));
        mock.admin("POST", "/requests/verify", """
                {"request": {"operation": "getTicket"}, "times": 2}""");
    }
}
