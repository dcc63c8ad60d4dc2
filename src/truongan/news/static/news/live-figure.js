(() => {
// The live figure in the text editor: chosen in a window of the server's, shown as a word that cannot be typed over.
const { React, DraftJS, draftail } = window;

const ONLOAD = {
  choose(modal) {
    modal.ajaxifyForm(modal.body.find("form.figure-chooser"));
    modal.body.find("select, input").first().trigger("focus");
  },
  chosen(modal, answer) {
    modal.respond("figureChosen", answer.result);
    modal.close();
  },
};

class FigureSource extends draftail.ModalWorkflowSource {
  getChooserConfig(entity) {
    const { indicator = "", place = "", day = "", seal = "" } = entity ? entity.getData() : {};
    return {
      url: this.props.entityType.chooserUrls.figureChooser,
      urlParams: { indicator, place, day, seal },
      onload: ONLOAD,
      responses: { figureChosen: this.onChosen },
    };
  }

  filterEntityData({ indicator, place, day, seal, title, about }) {
    return { indicator, place, day, seal, title, about };
  }

  onChosen(chosen) {
    const { editorState, entity, entityKey, entityType, onComplete } = this.props;
    const content = editorState.getCurrentContent();
    const key = content
      .createEntity(entityType.type, "IMMUTABLE", this.filterEntityData(chosen))
      .getLastCreatedEntityKey();
    const selection =
      entity && entityKey ? draftail.DraftUtils.getEntitySelection(editorState, entityKey) : editorState.getSelection();
    const changed = DraftJS.Modifier.replaceText(content, selection, chosen.title, null, key);
    onComplete(DraftJS.EditorState.push(editorState, changed, "insert-characters"));
  }
}

const Figure = ({ entityKey, contentState, children, onEdit }) => {
  const { about } = contentState.getEntity(entityKey).getData();
  return React.createElement(
    "span",
    { className: "figure-word", title: about, role: "button", "data-draftail-trigger": true, onMouseUp: () => onEdit(entityKey) },
    children,
  );
};

draftail.registerPlugin({ type: "FIGURE", source: FigureSource, decorator: Figure }, "entityTypes");
})();
