package io.pypnm.remote.contracts.snmp;

/// One object instance and its value (RFC 3416 section 2.1).
public record VarBind(Oid oid, SnmpValue value) {}
