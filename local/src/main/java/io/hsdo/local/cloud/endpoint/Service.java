package io.hsdo.local.cloud.endpoint;

import io.hsdo.local.cloud.model.AwsException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two APIs, and what the Query protocol looks like in each. */
enum Service {
  AUTO_SCALING(
      "autoscaling", "2011-01-01", "http://autoscaling.amazonaws.com/doc/2011-01-01/", "member") {
    @Override
    String success(String action, String requestId, Consumer<Xml> content) {
      return new Xml()
          .element(
              action + "Response",
              namespace(),
              response ->
                  response
                      .element(action + "Result", content)
                      .element("ResponseMetadata", data -> data.text("RequestId", requestId)))
          .toString();
    }

    @Override
    String failure(AwsException failure, String requestId) {
      return new Xml()
          .element(
              "ErrorResponse",
              namespace(),
              response ->
                  response
                      .element(
                          "Error",
                          error ->
                              error
                                  .text("Type", failure.status() < 500 ? "Sender" : "Receiver")
                                  .text("Code", failure.code())
                                  .text("Message", failure.getMessage()))
                      .text("RequestId", requestId))
          .toString();
    }

    @Override
    AwsException missing(String parameter) {
      String name = Character.toLowerCase(parameter.charAt(0)) + parameter.substring(1);
      return AwsException.validation(
          "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must not be null"
              .formatted(name));
    }

    @Override
    AwsException invalid(String parameter, String value) {
      return new AwsException(
          400, "MalformedInput", "Invalid value '%s' for %s".formatted(value, parameter));
    }

    @Override
    AwsException invalidToken(String token) {
      return new AwsException(
          400, "InvalidNextToken", "The token '%s' is invalid.".formatted(token));
    }

    @Override
    AwsException unknownAction(String action) {
      return new AwsException(
          400,
          "InvalidAction",
          "Could not find operation %s for version %s".formatted(action, version()));
    }

    @Override
    AwsException throttled() {
      return new AwsException(400, "Throttling", "Rate exceeded");
    }

    @Override
    AwsException internalError() {
      return new AwsException(
          500,
          "InternalFailure",
          "The request processing has failed because of an unknown error, exception or failure.");
    }
  },

  EC2("ec2", "2016-11-15", "http://ec2.amazonaws.com/doc/2016-11-15/", "") {
    @Override
    String success(String action, String requestId, Consumer<Xml> content) {
      return new Xml()
          .element(
              action + "Response",
              namespace(),
              response -> content.accept(response.text("requestId", requestId)))
          .toString();
    }

    @Override
    String failure(AwsException failure, String requestId) {
      return new Xml()
          .element(
              "Response",
              response ->
                  response
                      .element(
                          "Errors",
                          errors ->
                              errors.element(
                                  "Error",
                                  error ->
                                      error
                                          .text("Code", failure.code())
                                          .text("Message", failure.getMessage())))
                      .text("RequestID", requestId))
          .toString();
    }

    @Override
    AwsException missing(String parameter) {
      return new AwsException(
          400, "MissingParameter", "The request must contain the parameter " + parameter);
    }

    @Override
    AwsException invalid(String parameter, String value) {
      return new AwsException(
          400,
          "InvalidParameterValue",
          "Value (%s) for parameter %s is invalid.".formatted(value, parameter));
    }

    @Override
    AwsException invalidToken(String token) {
      return new AwsException(
          400,
          "InvalidPaginationToken",
          "The specified pagination token '%s' is not valid or is expired.".formatted(token));
    }

    @Override
    AwsException unknownAction(String action) {
      return new AwsException(
          400,
          "InvalidAction",
          "The action %s is not valid for this web service.".formatted(action));
    }

    @Override
    AwsException throttled() {
      return new AwsException(503, "RequestLimitExceeded", "Request limit exceeded.");
    }

    @Override
    AwsException internalError() {
      return new AwsException(500, "InternalError", "An internal error has occurred");
    }
  };

  private static final Pattern SIGNING_SCOPE =
      Pattern.compile("Credential=[^/]+/[^/]+/[^/]+/([^/]+)/aws4_request");

  private final String name;
  private final String version;
  private final String namespace;
  private final String listItem;

  Service(String name, String version, String namespace, String listItem) {
    this.name = name;
    this.version = version;
    this.namespace = namespace;
    this.listItem = listItem;
  }

  /** Who is meant: the API version tells; without a known one, the scope of the signature. */
  static Optional<Service> of(Optional<String> version, Optional<String> authorization) {
    Optional<Service> byVersion =
        version.flatMap(
            text -> Arrays.stream(values()).filter(each -> each.version.equals(text)).findFirst());
    return byVersion.or(() -> authorization.flatMap(Service::ofScope));
  }

  private static Optional<Service> ofScope(String authorization) {
    Matcher scope = SIGNING_SCOPE.matcher(authorization);
    return scope.find()
        ? Arrays.stream(values()).filter(each -> each.name.equals(scope.group(1))).findFirst()
        : Optional.empty();
  }

  /** As IAM writes it: {@code ec2:DescribeInstances}. */
  String qualify(String action) {
    return name + ":" + action;
  }

  String version() {
    return version;
  }

  String namespace() {
    return namespace;
  }

  /** What stands between the name of a list and the number of an entry; may be nothing. */
  String listItem() {
    return listItem;
  }

  abstract String success(String action, String requestId, Consumer<Xml> content);

  abstract String failure(AwsException failure, String requestId);

  abstract AwsException missing(String parameter);

  abstract AwsException invalid(String parameter, String value);

  abstract AwsException invalidToken(String token);

  abstract AwsException unknownAction(String action);

  abstract AwsException throttled();

  abstract AwsException internalError();
}
