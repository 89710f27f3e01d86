/** The refresh as a service: pass after pass, and what is shown of it meanwhile. */
@NullMarked
package io.hsdo.service;

import org.jspecify.annotations.NullMarked;
