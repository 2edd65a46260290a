package io.pypnm.remote.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pypnm.remote.lab.device.Device;
import io.pypnm.remote.lab.device.Fault;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lets other processes of this machine read the counts and give orders, by HTTP on 127.0.0.1. Every answer is JSON.
/// `device`
/// is an address, or absent for all devices.
///
/// | request                                | does                                                              |
/// |----------------------------------------|-------------------------------------------------------------------|
/// | `GET /devices[?device=]`               | lists them: address, name, misbehaviours                          |
/// | `GET /counts[?device=]`                | what they counted; of all devices, those that heard anything      |
/// | `POST /misbehave?[device=&]as=FAULTS`  | `as` is what [Fault#parse] reads, for instance `SLOW:200+LOOPS`   |
/// | `POST /reset[?device=]`                | starts them anew: nothing written, nothing counted, behaving well |
final class Control implements AutoCloseable {
    private final Lab lab;
    private final HttpServer server;

    private Control(Lab lab, HttpServer server) {
        this.lab = lab;
        this.server = server;
    }

    /// Listens at once.
    ///
    /// @param port 0 picks one
    static Control start(Lab lab, int port) throws IOException {
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        var control = new Control(lab, HttpServer.create(address, 0));
        control.server.createContext("/", control::handle);
        control.server.start();
        return control;
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                answer(exchange, 200, respond(exchange));
            } catch (IllegalArgumentException e) {
                answer(exchange, 400, Map.of("error", String.valueOf(e.getMessage())));
            }
        }
    }

    private Object respond(HttpExchange exchange) {
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        Map<String, String> query = query(exchange.getRequestURI().getQuery());
        List<Device> devices = devices(query);
        return switch (request) {
            case "GET /devices" -> devices.stream().map(Control::describe).toList();
            case "GET /counts" -> counts(devices, query.containsKey("device"));
            case "POST /misbehave" -> {
                List<Fault> faults = Fault.parse(required(query, "as"));
                devices.forEach(device -> device.misbehave(faults));
                yield Map.of("devices", devices.size());
            }
            case "POST /reset" -> {
                devices.forEach(Device::reset);
                yield Map.of("devices", devices.size());
            }
            default ->
                throw new IllegalArgumentException("request must be GET /devices, GET /counts, POST /misbehave or"
                        + " POST /reset, is " + request);
        };
    }

    private static List<Map<String, Object>> counts(List<Device> devices, boolean asked) {
        return devices.stream()
                .filter(device -> asked || !device.counts().isEmpty())
                .map(CountsJson::of)
                .toList();
    }

    private static Map<String, Object> describe(Device device) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("device", device.address().getHostAddress());
        fields.put("name", device.name());
        fields.put("misbehaviours", device.misbehaviours());
        return fields;
    }

    private List<Device> devices(Map<String, String> query) {
        if (!query.containsKey("device")) {
            return lab.devices();
        }
        String address = required(query, "device");
        return List.of(lab.device(Inet4Address.ofLiteral(address))
                .orElseThrow(() -> new IllegalArgumentException("no device has address " + address)));
    }

    private static String required(Map<String, String> query, String name) {
        String value = query.get(name);
        if (value == null) {
            throw new IllegalArgumentException("parameter " + name + " is missing");
        }
        return value;
    }

    /// A plus stays a plus: the text that [Fault#parse] reads has some, and nothing here has a space.
    private static Map<String, String> query(@Nullable String text) {
        Map<String, String> query = new HashMap<>();
        if (text != null) {
            for (String parameter : text.split("&", -1)) {
                String[] parts = parameter.split("=", 2);
                query.put(parts[0], parts.length == 2 ? parts[1] : "");
            }
        }
        return query;
    }

    private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = (Json.of(body) + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
