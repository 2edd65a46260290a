package io.pypnm.remote.system.plant;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Requests for commands, in the words of the API.
public final class Commands {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Slots that a test may write, of the lab's scratch area: `n` is 1 to 100.
    private static final String INTEGER_SLOT = "1.3.6.1.3.9999.1.1.1.";

    private Commands() {}

    public static String slot(int n) {
        return INTEGER_SLOT + n;
    }

    public static ObjectNode get(String device, int port, String... oids) {
        ObjectNode params = target(device, port);
        for (String oid : oids) {
            params.withArray("oids").add(oid);
        }
        return command("snmp_get", params);
    }

    public static ObjectNode bulkGet(String device, int port, List<String> oids) {
        ObjectNode params = target(device, port);
        oids.forEach(params.withArray("oids")::add);
        return command("snmp_bulk_get", params);
    }

    public static ObjectNode walk(String device, int port, String root, int limit) {
        return command("snmp_walk", target(device, port).put("oid", root).put("limit", limit));
    }

    public static ObjectNode set(String device, int port, String oid, int value) {
        ObjectNode params = target(device, port);
        params.withArray("varbinds")
                .addObject()
                .put("oid", oid)
                .put("type", "Integer32")
                .put("value", value);
        return command("snmp_set", params);
    }

    public static ObjectNode fileGet(String name) {
        return command("file_get", JSON.createObjectNode().put("filename", name).put("glob", false));
    }

    public static ObjectNode describe() {
        return command("describe", JSON.createObjectNode());
    }

    private static ObjectNode target(String device, int port) {
        return JSON.createObjectNode().put("target_ip", device).put("port", port);
    }

    private static ObjectNode command(String name, ObjectNode params) {
        ObjectNode command = JSON.createObjectNode().put("command", name);
        command.set("params", params);
        return command;
    }
}
