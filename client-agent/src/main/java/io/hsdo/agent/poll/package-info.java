/** One poll after another: what the list asks of HAProxy is read, written and remembered. */
@NullMarked
package io.hsdo.agent.poll;

import org.jspecify.annotations.NullMarked;
