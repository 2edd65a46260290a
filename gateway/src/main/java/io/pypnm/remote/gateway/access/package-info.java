/// Who may come in: agents by tokens of their own or the shared one, API callers by keys with roles; and how guessing
/// is slowed. Secrets are shown once and kept as hashes. Depends on `gateway.store` for the accounts.
@NullMarked
package io.pypnm.remote.gateway.access;

import org.jspecify.annotations.NullMarked;
