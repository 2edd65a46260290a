package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.outcome.Missing;
import io.pypnm.remote.contracts.outcome.Reply.Captured;
import io.pypnm.remote.contracts.outcome.Reply.Captured.MeasStatus;
import io.pypnm.remote.contracts.outcome.Reply.FileContent;
import io.pypnm.remote.contracts.snmp.Octets;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.contracts.wire.Checksum;
import java.io.ByteArrayOutputStream;
import java.util.List;

/// What a modem tells by SNMP instead of a file.
///
/// @param mac of the modem, for the names
record SnmpContents(Device modem, CaptureNames names, MacAddress mac) {
    /// The rows of docsIf3CmSpectrumAnalysisMeasTable, one behind the other, as the content of a file.
    FileContent amplitudes(Identity.Place place)
            throws PartFailedException, CommandFailedException, InterruptedException {
        var bytes = new ByteArrayOutputStream();
        for (VarBind row : modem.walk(PnmObjects.SPECTRUM_AMPLITUDES)) {
            if (row.value() instanceof SnmpValue.OctetString(Octets octets)) {
                bytes.writeBytes(octets.toArray());
            }
        }
        if (bytes.size() == 0 || bytes.size() > Octets.MAX_LENGTH) {
            throw new PartFailedException(
                    bytes.size() == 0 ? Missing.Code.MEASUREMENT_FAILED : Missing.Code.TOO_LARGE,
                    "the modem's table of amplitudes has " + bytes.size() + " bytes, of at most " + Octets.MAX_LENGTH);
        }
        Octets octets = Octets.of(bytes.toByteArray());
        return new FileContent(
                names.of("spec", mac, place),
                PnmObjects.nameOf(PnmObjects.SPECTRUM_AMPLITUDES),
                octets.length(),
                names.now(),
                Checksum.sha256(octets.toArray()),
                new FileContent.Content.Inline(octets));
    }

    /// The pre-equaliser of an upstream ATDMA channel, with the channel's frequency and width.
    Captured.Capture equalizer(Identity.Place place)
            throws PartFailedException, CommandFailedException, InterruptedException {
        int ifIndex = (int) place.ifIndex();
        List<VarBind> figures = modem.get(
                PnmObjects.US_EQ_DATA.append(ifIndex),
                PnmObjects.US_FREQUENCY.append(ifIndex),
                PnmObjects.US_WIDTH.append(ifIndex));
        if (!(figures.getFirst().value() instanceof SnmpValue.OctetString(Octets octets)) || octets.length() == 0) {
            throw new PartFailedException(
                    Missing.Code.MEASUREMENT_FAILED, "the modem tells no coefficients of the channel");
        }
        return new Captured.Capture(place.ifIndex(), place.channelId(), MeasStatus.SAMPLE_READY, figures, List.of());
    }
}
