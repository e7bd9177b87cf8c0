/** The rules of the house, as tests. */
@NullMarked
package io.tos.engine.house;

import org.jspecify.annotations.NullMarked;
