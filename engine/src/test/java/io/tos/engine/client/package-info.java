/** Tests of the reference client. */
@NullMarked
package io.tos.engine.client;

import org.jspecify.annotations.NullMarked;
