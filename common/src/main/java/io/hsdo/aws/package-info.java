/** What all clients of AWS's services need. */
@NullMarked
package io.hsdo.aws;

import org.jspecify.annotations.NullMarked;
