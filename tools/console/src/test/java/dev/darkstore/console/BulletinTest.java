package dev.darkstore.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BulletinTest {
  private final Bulletin bulletin = new Bulletin();

  @Test
  void tellsAFirstReaderEverythingAndALaterOneWhatHasChanged() throws InterruptedException {
    bulletin.post("a", "1");
    bulletin.post("b", "1");
    assertThat(bulletin.after(0, 0)).extracting(Bulletin.Notice::section).containsExactly("a", "b");
    long seen = bulletin.after(0, 0).get(1).version();
    bulletin.post("a", "2");
    assertThat(bulletin.after(seen, 0)).extracting(Bulletin.Notice::json).containsExactly("2");
  }

  @Test
  void keepsNothingForAReaderThatIsSlow() throws InterruptedException {
    for (int i = 0; i < 10_000; i++) {
      bulletin.post("a", Integer.toString(i));
    }
    assertThat(bulletin.after(0, 0)).extracting(Bulletin.Notice::json).containsExactly("9999");
  }

  @Test
  void saysNothingAboutWhatIsAsItWas() throws InterruptedException {
    bulletin.post("a", "1");
    long seen = bulletin.after(0, 0).get(0).version();
    bulletin.post("a", "1");
    assertThat(bulletin.after(seen, 10)).isEmpty();
  }

  @Test
  void wakesAReaderThatWaits() throws InterruptedException {
    Thread writer = new Thread(() -> bulletin.post("a", "1"));
    writer.start();
    assertThat(bulletin.after(0, 60_000)).hasSize(1);
    writer.join();
  }
}
