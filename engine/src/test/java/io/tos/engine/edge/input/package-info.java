/** Tests of the door of inputs. */
@NullMarked
package io.tos.engine.edge.input;

import org.jspecify.annotations.NullMarked;
