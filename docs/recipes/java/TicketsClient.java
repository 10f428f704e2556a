import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The code under test. */
final class TicketsClient {
    private final HttpClient client = HttpClient.newHttpClient();
    private final String baseUrl;

    TicketsClient(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    String ticket(String id) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + "/tickets/" + id)).build();
        for (int attempt = 1; ; attempt++) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                return response.body();
            }
            if (response.statusCode() != 503 || attempt == 3) {
                throw new IOException("ticket " + id + ": " + response.statusCode());
            }
            Thread.sleep(1000 * response.headers().firstValueAsLong("Retry-After").orElse(1));
        }
    }
}
