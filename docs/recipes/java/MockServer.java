import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A mock server on a free port, one for each test class; reset before each test. */
final class MockServer implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> arguments;
    private Process process;
    private Path file;
    private String url;

    /** @param arguments those of {@code mockserver run} */
    MockServer(String... arguments) {
        this.arguments = List.of(arguments);
    }

    String url() {
        return url;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        file = Files.createTempFile("mock-", ".url");
        List<String> command = new ArrayList<>(List.of("mockserver", "run"));
        command.addAll(arguments);
        command.addAll(List.of("--port", "0", "--url-file", file.toString(), "--quiet"));
        process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try {
            url = waitForUrl();
        } catch (Exception error) {
            afterAll(context);
            throw error;
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        admin("POST", "/reset", "");
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        process.destroy();
        process.waitFor();
        Files.deleteIfExists(file);
    }

    /** Send a request to the admin API; return the body of its response. */
    String admin(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/__mock__/admin" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 400) {
            throw new AssertionError(method + " " + path + ": " + response.body());
        }
        return response.body();
    }

    private String waitForUrl() throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            if (!process.isAlive()) {
                throw new IllegalStateException("mockserver ended: " + process.exitValue());
            }
            String found = Files.exists(file) ? Files.readString(file).strip() : "";
            if (!found.isEmpty() && isHealthy(found)) {
                return found;
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException("mockserver did not start within " + PATIENCE);
    }

    private boolean isHealthy(String found) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(found + "/__mock__/health")).build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    }
}
