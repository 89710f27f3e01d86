import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Prints, from Surefire's reports, which suites ran and which were skipped, each with its reason. */
public final class SuiteTable {
  private SuiteTable() {}

  public static void main(String[] folders) throws Exception {
    DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    Map<String, String> rows = new TreeMap<>();
    int run = 0;
    int failed = 0;
    int skipped = 0;
    for (String folder : folders) {
      File[] reports = new File(folder).listFiles((dir, name) -> name.matches("TEST-.*\\.xml"));
      for (File report : reports == null ? new File[0] : reports) {
        Element suite = parser.parse(report).getDocumentElement();
        int tests = number(suite, "tests");
        int wrong = number(suite, "failures") + number(suite, "errors");
        int left = number(suite, "skipped");
        String name = new File(folder).getParentFile().getParentFile().getName() + " " + suite.getAttribute("name");
        rows.put(
            name,
            String.format(
                "%5d run %3d failed %3d skipped %8s s %s",
                tests - left, wrong, left, suite.getAttribute("time"), reasons(suite)));
        run += tests - left;
        failed += wrong;
        skipped += left;
      }
    }
    System.out.println();
    rows.forEach((name, row) -> System.out.printf("%-72s %s%n", name, row));
    System.out.printf("%n%d passed, %d failed, %d skipped%n", run - failed, failed, skipped);
  }

  private static int number(Element suite, String attribute) {
    return Integer.parseInt(suite.getAttribute(attribute));
  }

  private static String reasons(Element suite) {
    NodeList skipped = suite.getElementsByTagName("skipped");
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < skipped.getLength(); i++) {
      String reason = ((Element) skipped.item(i)).getAttribute("message");
      if (!reasons.contains(reason)) {
        reasons.add(reason);
      }
    }
    return reasons.isEmpty() ? "" : reasons.toString();
  }
}
