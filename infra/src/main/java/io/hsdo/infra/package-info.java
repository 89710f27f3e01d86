/** What HSDO needs in AWS, as a CDK app: a stack for each service. */
@NullMarked
package io.hsdo.infra;

import org.jspecify.annotations.NullMarked;
