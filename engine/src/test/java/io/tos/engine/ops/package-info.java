/** Tests of what operators see. */
@NullMarked
package io.tos.engine.ops;

import org.jspecify.annotations.NullMarked;
