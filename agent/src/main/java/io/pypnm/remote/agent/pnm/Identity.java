package io.pypnm.remote.agent.pnm;

import io.pypnm.remote.agent.operation.CommandFailedException;
import io.pypnm.remote.contracts.command.MacAddress;
import io.pypnm.remote.contracts.command.Measurement;
import io.pypnm.remote.contracts.outcome.FailureCode;
import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Who answers at the address, and what it has to be measured.
final class Identity {
    /// docsCableMaclayer of IANAifType.
    private static final long MAC_LAYER = 127;

    private final Device device;

    Identity(Device device) {
        this.device = device;
    }

    /// One thing to be measured.
    ///
    /// @param row       its index in the tables; 0 of scalars
    /// @param ifIndex   of the channel; 0 of the whole modem
    /// @param channelId the operator's number of a channel, else 0
    record Place(long row, long ifIndex, int channelId) {
        static Place channel(long ifIndex, int channelId) {
            return new Place(ifIndex, ifIndex, channelId);
        }

        static Place modem(long row) {
            return new Place(row, 0, 0);
        }

        /// For people and for `missing`.
        String name() {
            return ifIndex == 0 ? "modem" : "channel " + ifIndex;
        }
    }

    /// The device's sysDescr.
    String describe() throws CommandFailedException, InterruptedException {
        return Device.text(
                        device.get(PnmObjects.SYS_DESCR, PnmObjects.SYS_UP_TIME).getFirst())
                .orElse("");
    }

    /// Checks that the device has that MAC address: DHCP may have given its IP address to another since it was looked
    /// up.
    ///
    /// @return ifIndex of the cable's MAC layer
    long verify(MacAddress mac) throws CommandFailedException, InterruptedException {
        OptionalLong ifIndex = device.walk(PnmObjects.IF_TYPE).stream()
                .filter(varBind -> Device.number(varBind).orElse(0) == MAC_LAYER)
                .mapToLong(varBind -> lastArc(varBind.oid()))
                .findFirst();
        if (ifIndex.isEmpty()) {
            throw new CommandFailedException(
                    FailureCode.UNSUPPORTED, "the device has no cable interface: it is no modem");
        }
        VarBind address = device.get(PnmObjects.IF_PHYS_ADDRESS.append((int) ifIndex.getAsLong()))
                .getFirst();
        if (!(address.value() instanceof SnmpValue.OctetString(var octets)) || !octets.equals(mac.octets())) {
            String found = address.value() instanceof SnmpValue.OctetString(var other) ? other.hex() : "none";
            throw new CommandFailedException(
                    FailureCode.WRONG_DEVICE, "the device has the MAC address " + found + ", not " + mac.bare());
        }
        return ifIndex.getAsLong();
    }

    /// What is to be measured, in the order of ifIndex.
    ///
    /// @param macLayer ifIndex of the cable's MAC layer
    /// @param wanted   ifIndex of channels; all if empty
    List<Place> places(Measurement measurement, long macLayer, List<Long> wanted)
            throws CommandFailedException, InterruptedException {
        return switch (measurement) {
            case Measurement.DsHistogram _ -> List.of(Place.modem(macLayer));
            case Measurement.DsSpectrum _ -> List.of(Place.modem(0));
            case Measurement.UsPreEqualization _ -> channels(PnmObjects.US_OFDMA_CHANNEL_ID, "upstream OFDMA", wanted);
            case Measurement.UsAtdmaPreEqualization _ -> channels(PnmObjects.US_CHANNEL_ID, "upstream", wanted);
            case Measurement.UsRxMer _ ->
                wanted.stream().map(ifIndex -> Place.channel(ifIndex, 0)).toList();
            case Measurement.DsRxMer _,
                    Measurement.DsChannelEstimate _,
                    Measurement.DsConstellation _,
                    Measurement.DsFecSummary _,
                    Measurement.DsModulationProfile _ ->
                channels(PnmObjects.DS_OFDM_CHANNEL_ID, "downstream OFDM", wanted);
        };
    }

    private List<Place> channels(Oid column, String kind, List<Long> wanted)
            throws CommandFailedException, InterruptedException {
        List<Place> places = new ArrayList<>();
        for (VarBind varBind : device.walk(column)) {
            int channelId = (int) (Device.number(varBind).orElse(0) & 0xff);
            places.add(Place.channel(lastArc(varBind.oid()), channelId));
        }
        if (places.isEmpty()) {
            throw new CommandFailedException(FailureCode.UNSUPPORTED, "the modem has no " + kind + " channel");
        }
        for (long ifIndex : wanted) {
            if (places.stream().noneMatch(place -> place.ifIndex() == ifIndex)) {
                throw new CommandFailedException(
                        FailureCode.NOT_FOUND, "the modem has no " + kind + " channel with ifIndex " + ifIndex);
            }
        }
        return wanted.isEmpty()
                ? places
                : places.stream()
                        .filter(place -> wanted.contains(place.ifIndex()))
                        .toList();
    }

    private static long lastArc(Oid oid) {
        return oid.arc(oid.length() - 1);
    }
}
