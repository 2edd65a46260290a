/// One logged-in agent: its lanes, its outcomes, its acknowledgements. A fresh object graph per connection; one virtual
/// thread per subscription feeds, one acknowledges. Knows neither HTTP nor how commands are accepted.
@NullMarked
package io.pypnm.remote.gateway.session;

import org.jspecify.annotations.NullMarked;
