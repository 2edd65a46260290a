/// What a modem measures, by formula or from a template, and how a PNM file holds it. Immutable but for a file being
/// written. Depends on `lab.mib` for the values of columns.
@NullMarked
package io.pypnm.remote.lab.signal;

import org.jspecify.annotations.NullMarked;
