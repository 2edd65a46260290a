/// Draws plots: a small model of axes and layers, which knows nothing of PNM, to SVG and PNG. The only package that
/// touches `java.awt` and Apache Batik; nothing of either is loaded before the first plot is drawn, and neither an X
/// server nor fontconfig nor a font of the machine is needed.
@NullMarked
package io.pypnm.remote.gateway.pnm.plot;

import org.jspecify.annotations.NullMarked;
