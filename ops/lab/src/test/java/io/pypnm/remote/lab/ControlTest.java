package io.pypnm.remote.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.pypnm.remote.lab.device.Misbehaviour;
import io.pypnm.remote.lab.plant.Scratch;
import io.pypnm.remote.lab.snmp.Messages;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.VariableBinding;

final class ControlTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private Lab lab;
    private Control control;

    @BeforeEach
    void start() throws IOException {
        lab = Lab.start(LabConfig.defaults().withModems(2));
        control = Control.start(lab, 0);
    }

    @AfterEach
    void stop() throws IOException {
        control.close();
        lab.close();
        http.close();
    }

    @Test
    void countsTellPdusAndSets() throws IOException, InterruptedException {
        try (var client = new SnmpClient(lab, lab.modem(1))) {
            client.ask(Messages.pdu(PDU.GET, "1.3.6.1.2.1.1.5.0", "1.3.6.1.2.1.1.1.0"));
            client.ask(Messages.pdu(
                    PDU.SET,
                    new VariableBinding(new OID(Scratch.integerSlot(3).toArray()), new Integer32(-7)),
                    new VariableBinding(new OID(Scratch.octetSlot(3).toArray()), new OctetString("é\"\\"))));
        }

        HttpResponse<String> counts = call("GET", "/counts");

        assertThat(counts.statusCode()).isEqualTo(200);
        assertThat(counts.body().replaceAll("\"(first|last)\":\"20[0-9T:.-]+Z\"", "\"$1\":\"?\""))
                .isEqualTo("""
                    [{"device":"127.20.0.3","name":"modem-1","pdus":2,"answers":2,"varBindsAsked":4,\
                    "varBindsAnswered":4,\
                    "requests":{"get":{"count":1,"first":"?","last":"?"},"set":{"count":1,"first":"?","last":"?"}},\
                    "silences":{},"sets":[\
                    {"oid":"1.3.6.1.3.9999.1.1.1.3","type":"Integer32","value":-7,"count":1,"first":"?","last":"?"},\
                    {"oid":"1.3.6.1.3.9999.1.1.2.3","type":"OctetString","hex":"c3a9225c","count":1,\
                    "first":"?","last":"?"}\
                    ]}]
                    """);
    }

    @Test
    void countsOfOneDeviceAreToldThoughItHeardNothing() throws IOException, InterruptedException {
        assertThat(call("GET", "/counts").body()).isEqualTo("[]\n");
        assertThat(call("GET", "/counts?device=127.20.0.1").body()).isEqualTo("""
            [{"device":"127.20.0.1","name":"cmts","pdus":0,"answers":0,"varBindsAsked":0,"varBindsAnswered":0,\
            "requests":{},"silences":{},"sets":[]}]
            """);
    }

    @Test
    void misbehaviourIsOrderedShownAndCalledOff() throws IOException, InterruptedException {
        assertThat(call("POST", "/misbehave?device=127.20.0.2&as=SLOW:5+LOOPS").statusCode())
                .isEqualTo(200);

        assertThat(lab.modem(0).misbehaviours()).hasToString("[SLOW:5, LOOPS]");
        assertThat(call("GET", "/devices").body()).isEqualTo("""
            [{"device":"127.20.0.1","name":"cmts","misbehaviours":[]},\
            {"device":"127.20.0.2","name":"modem-0","misbehaviours":["SLOW:5","LOOPS"]},\
            {"device":"127.20.0.3","name":"modem-1","misbehaviours":[]}]
            """);

        assertThat(call("POST", "/misbehave?as=NONE").body()).isEqualTo("{\"devices\":3}\n");
        assertThat(lab.modem(0).misbehaviours()).isEmpty();
    }

    @Test
    void resetStartsAnew() throws IOException, InterruptedException {
        lab.modem(0).misbehave(Misbehaviour.SILENT.usual());
        lab.modem(1).misbehave(Misbehaviour.SILENT.usual());

        call("POST", "/reset?device=127.20.0.2");

        assertThat(lab.modem(0).misbehaviours()).isEmpty();
        assertThat(lab.modem(1).misbehaviours()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        POST | /misbehave                               | parameter as is missing
        POST | /misbehave?as=SILENT&device=127.20.0.9   | no device has address 127.20.0.9
        POST | /misbehave?as=LAZY                       | misbehaviour must be NONE or one of
        GET  | /misbehave?as=SILENT                     | request must be GET /devices
        GET  | /                                        | request must be GET /devices
        """)
    void wrongOrderIsRefusedAndNothingChanges(String method, String path, String problem)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = call(method, path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(problem);
        assertThat(lab.devices())
                .allSatisfy(device -> assertThat(device.misbehaviours()).isEmpty());
    }

    private HttpResponse<String> call(String method, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + control.port() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
