package dev.darkstore.console;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.client.letters.DeadLetterBox;
import dev.darkstore.client.letters.Letter;
import dev.darkstore.client.letters.Resending;
import dev.darkstore.client.log.EventText;
import dev.darkstore.console.LogLookup.Lookup;
import dev.darkstore.console.LogLookup.UnreadException;
import dev.darkstore.http.Answers;
import dev.darkstore.http.Routes;
import dev.darkstore.schemas.ResendMark;
import dev.darkstore.schemas.Text;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/**
 * HTTP resource {@code /api/dead-letters/{id}}: a dead letter with its content; {@code resend}
 * sends it again, at most once, as {@code darkstore dead-letters resend} does.
 */
final class LetterRoutes implements Routes {
  private final boolean isReadOnly;
  private final Lookup<Letter> letters;
  private final Supplier<Resending> sessions;

  /** A session fences the one before: a second request would end the first. */
  private final Lock sending = new ReentrantLock();

  /**
   * Creates the resource.
   *
   * @param letters lookup of a letter by its id
   * @param sessions sessions for resending; an {@link UnusableException} if the cluster begins none
   */
  LetterRoutes(boolean isReadOnly, Lookup<Letter> letters, Supplier<Resending> sessions) {
    this.isReadOnly = isReadOnly;
    this.letters = letters;
    this.sessions = sessions;
  }

  @Override
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.get("/api/dead-letters/{id}", this::answer);
    routes.post("/api/dead-letters/{id}/resend", this::resend);
  }

  private void answer(Context context) throws InterruptedException {
    String id = context.pathParam("id");
    if (isNoId(context, id)) {
      return;
    }
    try {
      Optional<Letter> letter = letters.find(id);
      if (letter.isPresent()) {
        Answers.send(context, 200, LetterJson.of(letter.get()));
      } else {
        unknown(context, id);
      }
    } catch (UnreadException e) {
      Answers.refuse(context, 503, e.getMessage());
    }
  }

  private void resend(Context context) throws InterruptedException {
    if (isReadOnly) {
      Answers.refuse(context, 403, "this console is read-only");
      return;
    }
    String id = context.pathParam("id");
    if (isNoId(context, id)) {
      return;
    }
    if (!sending.tryLock()) {
      Answers.refuse(context, 409, "another dead letter is being sent; try again");
      return;
    }
    try (Resending session = sessions.get()) {
      Optional<Letter> letter = session.letter(id);
      if (letter.isEmpty()) {
        unknown(context, id);
        return;
      }
      Optional<String> obstacle = Resending.obstacle(letter.get(), null);
      if (obstacle.isPresent()) {
        Answers.refuse(context, 409, obstacle.get());
        return;
      }
      ResendMark mark = session.send(letter.get(), null);
      Answers.send(context, 201, Answers.object().put("resentAs", EventText.target(mark)));
    } catch (UnusableException e) {
      Answers.refuse(context, 503, e.getMessage());
    } catch (KafkaException e) {
      Answers.refuse(context, 503, "the dead letters cannot be read: " + Cluster.rootMessage(e));
    } finally {
      sending.unlock();
    }
  }

  private static boolean isNoId(Context context, String id) {
    if (DeadLetterBox.isId(id)) {
      return false;
    }
    Answers.refuse(
        context,
        400,
        "%s is no letter id: it must be a partition and an offset, such as 0-12"
            .formatted(Text.quote(id)));
    return true;
  }

  private static void unknown(Context context, String id) {
    Answers.refuse(
        context,
        404,
        "there is no dead letter %s: it was not written, or is older than the retention of its topic"
            .formatted(id));
  }
}
