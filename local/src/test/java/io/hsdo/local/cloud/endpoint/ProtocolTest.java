package io.hsdo.local.cloud.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.hsdo.local.cloud.LocalAws;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes over the wire, to the character. */
final class ProtocolTest {
  private static final String SCOPE =
      "AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/%s/aws4_request, SignedHeaders=host,"
          + " Signature=0";

  private final LocalAws aws = new LocalAws();

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void autoScalingWrapsItsAnswers() throws Exception {
    var response = post("Action=DescribeAutoScalingGroups&Version=2011-01-01", "autoscaling");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/xml;charset=UTF-8");
    assertThat(withoutId(response))
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <DescribeAutoScalingGroupsResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">\
            <DescribeAutoScalingGroupsResult><AutoScalingGroups></AutoScalingGroups>\
            </DescribeAutoScalingGroupsResult>\
            <ResponseMetadata><RequestId>UUID</RequestId></ResponseMetadata>\
            </DescribeAutoScalingGroupsResponse>""");
  }

  @Test
  void ec2DoesNotWrapItsAnswers() throws Exception {
    assertThat(withoutId(post("Action=DescribeInstances&Version=2016-11-15", "ec2")))
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">\
            <requestId>UUID</requestId><reservationSet></reservationSet>\
            </DescribeInstancesResponse>""");
  }

  @Test
  void autoScalingRefuses() throws Exception {
    var response = post("Action=Dance&Version=2011-01-01", "autoscaling");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(withoutId(response))
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <ErrorResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">\
            <Error><Type>Sender</Type><Code>InvalidAction</Code>\
            <Message>Could not find operation Dance for version 2011-01-01</Message></Error>\
            <RequestId>UUID</RequestId></ErrorResponse>""");
  }

  @Test
  void ec2Refuses() throws Exception {
    var response = post("Action=Dance&Version=2016-11-15", "ec2");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(withoutId(response))
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Response><Errors><Error><Code>InvalidAction</Code>\
            <Message>The action Dance is not valid for this web service.</Message></Error></Errors>\
            <RequestID>UUID</RequestID></Response>""");
  }

  @Test
  void scopeOfTheSignatureTellsTheApiWhenTheVersionDoesNot() throws Exception {
    assertThat(post("Action=DescribeTags&Version=2099-01-01", "ec2").body())
        .contains("http://ec2.amazonaws.com/");
    assertThat(post("Action=DescribeTags", "autoscaling").body())
        .contains("http://autoscaling.amazonaws.com/");
  }

  @Test
  void versionTellsTheApiWhenNothingIsSigned() throws Exception {
    var get = HttpRequest.newBuilder(endpoint("?Action=DescribeTags&Version=2011-01-01")).build();

    assertThat(send(get).body()).contains("http://autoscaling.amazonaws.com/");
  }

  @Test
  void whatIsNoRequestIsRefused() throws Exception {
    assertThat(post("", "ec2").statusCode()).isEqualTo(400);
    assertThat(post("%%%=%", "ec2").statusCode()).isEqualTo(400);
    assertThat(post("{\"json\":true}", "ec2").statusCode()).isEqualTo(400);
    assertThat(post("a=" + "x".repeat(1 << 20), "ec2").statusCode()).isEqualTo(413);
  }

  @Test
  void namesAreEscaped() throws Exception {
    aws.cloud().createGroup("<web> & \"more\"", 0, "eu-west-1a");

    assertThat(post("Action=DescribeAutoScalingGroups&Version=2011-01-01", "autoscaling").body())
        .contains(
            "<AutoScalingGroupName>&lt;web&gt; &amp; &quot;more&quot;</AutoScalingGroupName>");
  }

  private HttpResponse<String> post(String form, String service)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(endpoint(""))
            .header("Authorization", SCOPE.formatted(service))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build());
  }

  private URI endpoint(String query) {
    return URI.create(aws.cloud().endpoint() + "/" + query);
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  private static String withoutId(HttpResponse<String> response) {
    return response.body().replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID");
  }
}
