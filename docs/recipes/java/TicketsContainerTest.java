import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.utility.MountableFile;

@Testcontainers
class TicketsContainerTest {
    // For the container, the test is a client on another machine: the admin API needs a token.
    private static final String TOKEN = UUID.randomUUID().toString();

    @Container
    private static final GenericContainer<?> mock = new GenericContainer<>("casemock:0.1.0")
            .withCopyFileToContainer(MountableFile.forHostPath("../tickets.yaml", 0644), "/tickets.yaml")
            .withEnv("CASEMOCK_ADMIN_TOKEN", TOKEN)
            .withCommand("/tickets.yaml")
            .withExposedPorts(8080)
            .waitingFor(Wait.forHttp("/__mock__/health").forPort(8080));

    private final HttpClient client = HttpClient.newHttpClient();

    private static String url() {
        return "http://" + mock.getHost() + ":" + mock.getMappedPort(8080);
    }

    @BeforeEach
    void reset() throws Exception {
        assertEquals(204, admin("/reset", ""));
    }

    @Test
    void aTicketIsRead() throws Exception {
        assertTrue(new TicketsClient(url() + "/v2").ticket("7").contains("\"title\""));
        assertEquals(200, admin("/requests/verify", """
                {"request": {"operation": "getTicket"}, "times": 1}"""));
    }

    private int admin(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/__mock__/admin" + path))
                .header("Authorization", "Bearer " + TOKEN)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
