/// Tests of the closing rules and of the bounds of records.
@NullMarked
package io.pypnm.remote.gateway.ledger;

import org.jspecify.annotations.NullMarked;
