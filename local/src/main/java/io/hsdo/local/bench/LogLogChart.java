package io.hsdo.local.bench;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Costs against sizes, both axes logarithmic, so that {@code cost = a * size^e} is a straight line
 * and e its slope. It is an SVG image on a background of its own: a page may be light or dark.
 */
final class LogLogChart {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 460;
  private static final int LEFT = 70;
  private static final int RIGHT = 290;
  private static final int TOP = 50;
  private static final int BOTTOM = 60;
  private static final int LEGEND_LINE = 44;

  /** Told apart also by those who see no difference between red and green. */
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8c6d00");

  private final String title;
  private final String sizes;
  private final List<Series> lines = new ArrayList<>();

  /**
   * @param sizes what the horizontal axis counts
   */
  LogLogChart(String title, String sizes) {
    this.title = title;
    this.sizes = sizes;
  }

  /**
   * One line.
   *
   * @param costs by size, all above 0
   */
  record Series(String name, SortedMap<Integer, Double> costs) {
    Series {
      costs = new TreeMap<>(costs);
      if (costs.size() < 2 || costs.values().stream().anyMatch(cost -> cost <= 0)) {
        throw new IllegalArgumentException(
            "costs of '" + name + "' are " + costs + ": expected two or more, all above 0");
      }
    }

    /** The slope of the straight line that fits the points best, by least squares. */
    double exponent() {
      double n = costs.size();
      double sumX = 0;
      double sumY = 0;
      double sumXy = 0;
      double sumXx = 0;
      for (Map.Entry<Integer, Double> point : costs.entrySet()) {
        double x = Math.log(point.getKey());
        double y = Math.log(point.getValue());
        sumX += x;
        sumY += y;
        sumXy += x * y;
        sumXx += x * x;
      }
      return (n * sumXy - sumX * sumY) / (n * sumXx - sumX * sumX);
    }
  }

  void add(Series line) {
    lines.add(line);
  }

  /** A logarithmic axis between two powers of ten. */
  private record Axis(int firstPower, int lastPower, double start, double end) {
    static Axis of(double least, double most, double start, double end) {
      int first = (int) Math.floor(Math.log10(least));
      int last = (int) Math.ceil(Math.log10(most));
      return new Axis(first, Math.max(last, first + 1), start, end);
    }

    double at(double value) {
      double share = (Math.log10(value) - firstPower) / (lastPower - firstPower);
      return start + share * (end - start);
    }
  }

  String svg() {
    Axis x =
        Axis.of(
            lines.stream().mapToInt(line -> line.costs().firstKey()).min().orElseThrow(),
            lines.stream().mapToInt(line -> line.costs().lastKey()).max().orElseThrow(),
            LEFT,
            WIDTH - RIGHT);
    double[] costs =
        lines.stream()
            .flatMap(line -> line.costs().values().stream())
            .mapToDouble(d -> d)
            .toArray();
    Axis y =
        Axis.of(
            Arrays.stream(costs).min().orElseThrow(),
            Arrays.stream(costs).max().orElseThrow(),
            HEIGHT - BOTTOM,
            TOP);
    var svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
            <rect width="100%%" height="100%%" rx="8" fill="#ffffff"/>
            """,
            WIDTH,
            HEIGHT));
    svg.append(text(LEFT, TOP - 24, "start", "#111111", title));
    svg.append(text(LEFT, TOP - 8, "start", "#444444", "each line in its own unit"));
    svg.append(text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 16, "middle", "#444444", sizes));
    grid(svg, x, y);
    for (int i = 0; i < lines.size(); i++) {
      line(svg, x, y, i);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void grid(StringBuilder svg, Axis x, Axis y) {
    for (int power = x.firstPower(); power <= x.lastPower(); power++) {
      double at = x.at(Math.pow(10, power));
      svg.append(rule(at, y.start(), at, y.end()));
      svg.append(text(at, y.start() + 20, "middle", "#444444", power(power)));
    }
    for (int power = y.firstPower(); power <= y.lastPower(); power++) {
      double at = y.at(Math.pow(10, power));
      svg.append(rule(x.start(), at, x.end(), at));
      svg.append(text(x.start() - 8, at + 4, "end", "#444444", power(power)));
    }
  }

  private void line(StringBuilder svg, Axis x, Axis y, int index) {
    Series line = lines.get(index);
    String colour = COLOURS.get(index % COLOURS.size());
    var points = new StringBuilder();
    line.costs()
        .forEach(
            (size, cost) -> {
              points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x.at(size), y.at(cost)));
              svg.append(
                  String.format(
                      Locale.ROOT,
                      "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>%n",
                      x.at(size),
                      y.at(cost),
                      colour));
            });
    svg.append(
        String.format(
            Locale.ROOT,
            "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
            points.toString().strip(),
            colour));
    double legend = TOP + 12.0 + index * LEGEND_LINE;
    svg.append(text(WIDTH - RIGHT + 20, legend, "start", colour, line.name()));
    svg.append(
        text(
            WIDTH - RIGHT + 20,
            legend + 17,
            "start",
            "#444444",
            String.format(Locale.ROOT, "grows with the power %.2f", line.exponent())));
  }

  private static String rule(double fromX, double fromY, double toX, double toY) {
    return String.format(
        Locale.ROOT,
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>%n",
        fromX,
        fromY,
        toX,
        toY);
  }

  private static String text(double x, double y, String anchor, String colour, String text) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
        x,
        y,
        anchor,
        colour,
        text.replace("&", "&amp;").replace("<", "&lt;"));
  }

  private static String power(int power) {
    return BigDecimal.ONE.scaleByPowerOfTen(power).toPlainString();
  }
}
