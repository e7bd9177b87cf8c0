/** Off-heap memory: regions, slabs, columns, bitsets. A leaf: knows nothing else of the house. */
@NullMarked
package io.tos.engine.memory;

import org.jspecify.annotations.NullMarked;
