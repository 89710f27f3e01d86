/**
 * EC2 and EC2 Auto Scaling as state machines on a clock of their own: groups, instances and how
 * both move on with time. Knows no protocol and opens no socket.
 */
@NullMarked
package io.hsdo.local.cloud.model;

import org.jspecify.annotations.NullMarked;
