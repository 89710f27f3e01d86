@NullMarked
package io.hsdo.service;

import org.jspecify.annotations.NullMarked;
