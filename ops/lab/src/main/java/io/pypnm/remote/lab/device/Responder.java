package io.pypnm.remote.lab.device;

import io.pypnm.remote.contracts.snmp.Oid;
import io.pypnm.remote.contracts.snmp.SnmpValue;
import io.pypnm.remote.contracts.snmp.VarBind;
import io.pypnm.remote.lab.mib.ErrorStatus;
import io.pypnm.remote.lab.mib.Mib;
import io.pypnm.remote.lab.snmp.Request;
import io.pypnm.remote.lab.snmp.ResponseWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// The elements of procedure of RFC 3416 section 4.2: one request on one device's objects makes one response, falsified
/// by
/// the device's faults. Lives for one request.
final class Responder {
    private final Mib mib;
    private final Faults faults;
    private final Request request;
    private final ResponseWriter response;
    private final int maxBytes;

    Responder(Mib mib, Faults faults, Request request, ResponseWriter response, int maxBytes) {
        this.mib = mib;
        this.faults = faults;
        this.request = request;
        this.response = response;
        this.maxBytes = faults.maxBytes(maxBytes);
    }

    /// Writes the response.
    ///
    /// @param mayWrite  whether who asks may SET
    /// @param writeDown asked last before a SET is carried out; if it says false, nothing may be
    void respond(boolean mayWrite, BooleanSupplier writeDown) {
        Optional<ErrorStatus> fault = faults.error(request);
        if (fault.isPresent()) {
            error(fault.get(), 1);
            return;
        }
        switch (request.type()) {
            case GET -> {
                each(varBind -> new VarBind(varBind.oid(), mib.get(varBind.oid())));
            }
            case GET_NEXT -> {
                each(varBind -> faults.successor(mib, varBind.oid()));
            }
            case GET_BULK -> bulk();
            case SET -> set(mayWrite, writeDown);
        }
    }

    /// Answers each varbind of the request with one, all or `tooBig` (section 4.2.1).
    ///
    /// @return false if it became `tooBig`
    private boolean each(UnaryOperator<VarBind> answer) {
        begin(ErrorStatus.NO_ERROR, 0);
        for (VarBind varBind : request.varBinds()) {
            if (!response.add(answer.apply(varBind))) {
                if (faults.trims()) {
                    return true;
                }
                error(ErrorStatus.TOO_BIG, 0);
                return false;
            }
        }
        return true;
    }

    /// Section 4.2.3: as many varbinds as there is room for, and none after a repetition that found nothing more.
    private void bulk() {
        begin(ErrorStatus.NO_ERROR, 0);
        List<VarBind> asked = request.varBinds();
        int nonRepeaters = Math.clamp(request.nonRepeaters(), 0, asked.size());
        for (VarBind varBind : asked.subList(0, nonRepeaters)) {
            if (!response.add(faults.successor(mib, varBind.oid()))) {
                return;
            }
        }
        List<Oid> cursors = new ArrayList<>(asked.subList(nonRepeaters, asked.size()).stream()
                .map(VarBind::oid)
                .toList());
        boolean more = !cursors.isEmpty();
        for (int repetition = 0; more && repetition < request.maxRepetitions(); repetition++) {
            more = false;
            for (int i = 0; i < cursors.size(); i++) {
                VarBind next = faults.successor(mib, cursors.get(i));
                if (!response.add(next)) {
                    return;
                }
                cursors.set(i, next.oid());
                more |= !(next.value() instanceof SnmpValue.EndOfMibView);
            }
        }
    }

    /// Section 4.2.5: every varbind is checked before the first is carried out.
    private void set(boolean mayWrite, BooleanSupplier writeDown) {
        if (!each(varBind -> varBind)) {
            return;
        }
        for (int i = 0; i < request.varBinds().size(); i++) {
            ErrorStatus status = mayWrite ? mib.check(request.varBinds().get(i)) : ErrorStatus.NO_ACCESS;
            if (status != ErrorStatus.NO_ERROR) {
                error(status, i + 1);
                return;
            }
        }
        if (writeDown.getAsBoolean()) {
            request.varBinds().forEach(mib::set);
        } else {
            error(ErrorStatus.RESOURCE_UNAVAILABLE, 1);
        }
    }

    /// The request's varbinds with an error; `tooBig` without them (section 4.2.1).
    private void error(ErrorStatus status, int index) {
        boolean tooBig = status == ErrorStatus.TOO_BIG;
        begin(status, tooBig || request.varBinds().isEmpty() ? 0 : index);
        if (!tooBig && !request.varBinds().stream().allMatch(response::add)) {
            begin(ErrorStatus.TOO_BIG, 0);
        }
    }

    private void begin(ErrorStatus status, int index) {
        response.begin(request, status, index, maxBytes);
    }
}
